"""A program that keeps a copy of a list."""

START = "2000-01-01T00:00:00Z"


class Copy:
    """A program that follows a list: what its documentation says, no more."""

    def __init__(self, client, address, key="id", size=100):
        self.client, self.address, self.key, self.size = client, address, key, size
        self.rows, self.since, self.told = {}, START, []

    def pull(self):
        query = {"updated_since": self.since, "page_size": self.size}
        body = self.client.get(self.address, query)
        assert body.status_code == 200, body.content
        body = body.json()
        while True:
            for row in body["results"]:
                self.rows[row[self.key]] = row
                self.told.append(row[self.key])
            for gone in body["tombstones"]:
                assert set(gone) == {"id", "deleted", "gone_at"} and gone["deleted"] is True
                self.rows.pop(gone["id"], None)
                self.told.append(gone["id"])
            if not body["next"]:
                break
            assert body["next_since"] is None
            body = self.client.get(body["next"]).json()
        self.since = body["next_since"]
        return self


def whole(client, address, key="id"):
    found, url = {}, f"{address}?page_size=1000"
    while url:
        body = client.get(url).json()
        found |= {row[key]: row for row in body["results"]}
        url = body["next"]
    return found
