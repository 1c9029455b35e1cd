"""The Dutch words of the terms and reasons of offers."""

from meedoen.web.wording import Words

TERMS: dict[type, Words] = {}
REASONS: Words = {}
