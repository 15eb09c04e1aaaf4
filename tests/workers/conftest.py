"""The databases that the tests of the workers share."""

from tests.shared_databases import database, postgresql, postgresql_urls, shared_file, shared_postgresql, sqlite_url

__all__ = ["database", "postgresql", "postgresql_urls", "shared_file", "shared_postgresql", "sqlite_url"]
