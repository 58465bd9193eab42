"""How much one program may ask of the API, and how long a token may live."""

from config.settings.environment import HTTPS, env

# Requests per minute and per day in Port-au-Prince; 0 sets no limit.
API_LIMITS = {
    "anonymous": {
        "minute": env.int("API_ANONYMOUS_PER_MINUTE", default=600),
        "day": env.int("API_ANONYMOUS_PER_DAY", default=20_000),
    },
    # Of each token, and of each person trying the API in a browser.
    "token": {
        "minute": env.int("API_TOKEN_PER_MINUTE", default=6_000),
        "day": env.int("API_TOKEN_PER_DAY", default=200_000),
    },
}
# How many proxies of ours a request passes: each adds the address it saw, and only those count.
API_PROXIES = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
API_TOKEN_LONGEST_DAYS = max(1, env.int("API_TOKEN_LONGEST_DAYS", default=365))
# Usable at one time, of one person: a quota is each token's own.
API_TOKENS_OF_ONE = 20
