"""How a project spells its tags, read from the tags alone."""
import re
from dataclasses import dataclass

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

# Words before a version that name no other package.
NEUTRAL = re.compile(r'(?:release|releases|rel|version|ver|tag|r)?[-_/.]?v?\.?', re.I)


@dataclass
class Tag:
    tag: str
    prefix: str
    separator: str
    text: str
    version: Version


@dataclass
class Style:
    newest: Tag | None
    last: Tag | None
    taken: list[Version]
    foreign: list[str]
    unread: list[str]
    # Prefixes of the tags at the commit of the newest one: some projects make two for each release.
    prefixes: list[str]
    # Newest first, with year, month and day.
    dated: list[tuple[Tag, list[int]]]

    def describe(self):
        return {
            'newest': self.newest and self.newest.tag,
            'prefix': self.newest and self.newest.prefix,
            'last': self.last and {'tag': self.last.tag, 'version': str(self.last.version)},
            'foreign': len(self.foreign),
            'unread': self.unread[:5],
        }


def read_tag(tag):
    """`v1.2.3`, `demo-1.2`, `demo==1.2`, `rel_1_2`, `release-2020-01-02` no; None for a tag that holds no version."""
    for match in re.finditer(r'\d', tag):
        start = match.start()
        if start and (tag[start - 1].isdigit() or re.search(r'\d[._-]?$', tag[:start])):
            continue
        prefix, text = tag[:start], tag[start:]
        for separator in ('.', '_', '-'):
            # Only between numbers: `1_2_0b3`, but `1.0-beta.2` as it is.
            dotted = text if separator == '.' else re.sub(rf'(?<=\d){separator}(?=\d)', '.', text)
            if separator != '.' and '.' in text:
                continue
            try:
                version = Version(dotted)
            except InvalidVersion:
                continue
            if separator == '-' and version.post is None and '-' in text and len(version.release) < 2:
                continue
            return Tag(tag, prefix, separator, text, version)
    return None


def belongs(prefix, project):
    """Whether the words before the version are the project's own, or nobody's."""
    if NEUTRAL.fullmatch(prefix):
        return 1
    bare = re.sub(r'(?:[-_/=@.]+v?\.?|v)$', '', prefix, flags=re.I)
    bare = re.sub(r'^(?:release|rel|version)[-_/]', '', bare, flags=re.I)
    return 2 if project and canonicalize_name(bare) == canonicalize_name(project) else 0


def is_floating(found, texts):
    """`v1` beside `v1.2.3`: it moves with the releases."""
    return len(found.version.release) < 2 or any(
        other != found.text and other.startswith(f'{found.text}.') for other in texts.get(found.prefix, ())
    )


def read_style(every, reached, project, twins, days):
    read = {tag: read_tag(tag) for tag in every}
    texts = {}
    for found in read.values():
        if found:
            texts.setdefault(found.prefix, []).append(found.text)
    own = {
        tag: found
        for tag, found in read.items()
        if found and belongs(found.prefix, project) and not is_floating(found, texts)
    }
    # The newest release decides the style, whatever came before; one on another line only if this has none.
    newest = next((own[tag] for tag in [*reached, *every] if tag in own), None)
    # Tags of the same project under another style are its releases too.
    mine = [own[tag] for tag in reached if tag in own]
    # A pre-release that was followed by a lower release was given up (1.0.0b0 before 0.28.1).
    finals = [(found.version, days[found.tag]) for found in mine if not found.version.is_prerelease]
    alive = [
        found
        for found in mine
        if not found.version.is_prerelease
        or not any(version < found.version and day > days[found.tag] for version, day in finals)
    ]
    last = max(alive, key=lambda found: found.version, default=None)
    foreign = [tag for tag, found in read.items() if found and not belongs(found.prefix, project)]
    unread = [tag for tag, found in read.items() if not found and re.search(r'\d\D+\d', tag)]
    dated = [(found, days[found.tag]) for found in mine]
    prefixes = [own[tag].prefix for tag in (twins(newest.tag) if newest else []) if tag in own]
    return Style(newest, last, [found.version for found in own.values()], foreign, unread, prefixes, dated)


def spell(style, version):
    """Tags of a final version: separator, number of parts and zeros as the newest tag has them."""
    model = style.newest
    if model is None:
        return [f'v{version}']
    parts = re.split(r'[._-]', re.match(r'\d+(?:[._-]\d+)*', model.text)[0])
    padded = [len(part) for part in parts if part.startswith('0') and len(part) > 1]
    # `2026.08.17` shows how the second part is filled up, and not whether the third one is.
    fillings = [[len(part) if part.startswith('0') else 0 for part in parts]]
    if padded:
        fillings.append([0, *[max(padded)] * (len(parts) - 1)])
    epoch = f'{version.epoch}!' if version.epoch else ''
    tags = []
    for widths in fillings:
        numbers = [
            str(number).zfill(widths[index] if index < len(widths) else 0) for index, number in enumerate(version.release)
        ]
        tags += [f'{prefix}{epoch}{model.separator.join(numbers)}' for prefix in style.prefixes]
    return list(dict.fromkeys(tags))
