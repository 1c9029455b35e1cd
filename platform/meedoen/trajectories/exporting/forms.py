"""The form of a new export: a button, that counts once."""

from meedoen.web.fields import RequestKey
from meedoen.web.forms import PageForm


class ExportForm(PageForm):
    """Make an export; the same form sent again makes no second one."""

    request_key = RequestKey()
