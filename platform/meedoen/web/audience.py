"""What newcomers see: the pages that exist in every language, and the sources of their words.

All else is a work area, for people who work in Dutch: it is in Dutch alone.
"""

PAGES = frozenset(
    {
        "accounts.change_own_details",
        "accounts.change_password",
        "accounts.change_password_now",
        "accounts.forgotten",
        "accounts.link_sent",
        "accounts.own_account",
        "accounts.send_link",
        "accounts.set_password",
        "accounts.set_password_now",
        "accounts.sign_out_everywhere",
        "accounts.languages.choose",
        "accounts.visits.begin_visit",
        "accounts.visits.end_visit",
        "accounts.visits.sign_in",
        "dashboards.mine",
        "finding.home",
        "finding.keeping.own",
        "finding.keeping.shown",
        "finding.level.my_level",
        "finding.map.marks",
        "finding.results",
        "finding.results_map",
        "finding.showing.municipality",
        "finding.showing.offer",
        "finding.showing.organisation",
        "finding.site.about",
        "finding.site.accessibility",
        "finding.site.privacy",
        "offline.no_internet",
        "participation.ask",
        "participation.ask_sent",
        "participation.asked",
        "trajectories.opening.link",
        "trajectories.opening.link_sent",
        "trajectories.proving.ask_code",
        "trajectories.proving.check",
        "trajectories.proving.issuing.issue",
        "trajectories.proving.issuing.listing",
        "trajectories.show_trajectory",
    }
)
"""The endpoints with an address in every language; a new page is added here or stays Dutch."""

SOURCES = (
    "platform/meedoen/accounts/documents.py",
    "platform/meedoen/accounts/forms.py",
    "platform/meedoen/accounts/views.py",
    "platform/meedoen/accounts/visits/",
    "platform/meedoen/accounts/wording.py",
    "platform/meedoen/dashboards/wording.py",
    "platform/meedoen/messages/",
    "platform/meedoen/offers/finding/documents.py",
    "platform/meedoen/offers/finding/filters/",
    "platform/meedoen/offers/finding/forms.py",
    "platform/meedoen/offers/finding/keeping/",
    "platform/meedoen/offers/finding/level/",
    "platform/meedoen/offers/finding/map/",
    "platform/meedoen/offers/finding/showing/",
    "platform/meedoen/offers/finding/views.py",
    "platform/meedoen/offers/finding/wording.py",
    "platform/meedoen/offers/forms.py",
    "platform/meedoen/offers/wording.py",
    "platform/meedoen/participation/forms.py",
    "platform/meedoen/participation/wording.py",
    "platform/meedoen/trajectories/explaining/wording.py",
    "platform/meedoen/trajectories/opening/documents.py",
    "platform/meedoen/trajectories/opening/views.py",
    "platform/meedoen/trajectories/states/wording.py",
    "platform/meedoen/trajectories/proving/issuing/views.py",
    "platform/meedoen/trajectories/proving/wording.py",
    "platform/meedoen/trajectories/wording.py",
    "platform/meedoen/web/",
    "templates/accounts/change_password.html",
    "templates/accounts/forgotten.html",
    "templates/accounts/link_dead.html",
    "templates/accounts/link_sent.html",
    "templates/accounts/own_account.html",
    "templates/accounts/please_wait.html",
    "templates/accounts/resume.html",
    "templates/accounts/set_password.html",
    "templates/accounts/sign_in.html",
    "templates/base.html",
    "templates/components/",
    "templates/dashboards/_newcomer.html",
    "templates/dashboards/mine.html",
    "templates/errors/",
    "templates/finding/",
    "templates/languages/",
    "templates/messages/hours_link_trajectory.txt",
    "templates/messages/new_role.txt",
    "templates/messages/reset_password.txt",
    "templates/messages/set_password.txt",
    "templates/pages/",
    "templates/participation/ask.html",
    "templates/participation/asked.html",
    "templates/trajectories/_ledger.html",
    "templates/trajectories/_own_standing.html",
    "templates/trajectories/_why.html",
    "templates/trajectories/opening/link.html",
    "templates/trajectories/opening/link_dead.html",
    "templates/trajectories/proving/ask_code.html",
    "templates/trajectories/proving/check.html",
    "templates/trajectories/proving/own_proofs.html",
    "templates/trajectories/show_own.html",
)
"""Files and folders (ending in /) whose words must be there in every language."""


def is_for_newcomers(source: str) -> bool:
    """Whether a newcomer sees the words of a source, a path from the root of the product."""
    return any(
        source == part or (part.endswith("/") and source.startswith(part)) for part in SOURCES
    )


def in_every_language(template: str) -> bool:
    """Whether a template, named as "messages/set_password.txt", has words in every language."""
    return is_for_newcomers(f"templates/{template}")
