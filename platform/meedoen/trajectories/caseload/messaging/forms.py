"""The form of a message: a press, once."""

from meedoen.web.fields import RequestKey
from meedoen.web.forms import PageForm


class MessageForm(PageForm):
    """A button that sends, once however often it is pressed."""

    request_key = RequestKey()
