"""All settings, one module per subject. Importing them starts no service."""

from config.settings.environment import *
from config.settings.installed import *
from config.settings.database import *
from config.settings.i18n import *
from config.settings.security import *
from config.settings.accounts import *
from config.settings.background import *
from config.settings.timetable import *
from config.settings.limits import *
from config.settings.rest import *
from config.settings.files import *
from config.settings.figures import *
from config.settings.admin import *
from config.settings.logs import *
