"""What commits ask for, by Conventional Commits 1.0.0 and Semantic Versioning."""
import re

TITLE = re.compile(r'^(?P<type>[A-Za-z][\w-]*)(?:\([^()\n]*\))?(?P<bang>!)?: +\S')
BREAKING = re.compile(r'^BREAKING[ -]CHANGE: *\S|^BREAKING[ -]CHANGE:\s*\n\s*\S', re.M)
LEVELS = {'feat': 'minor', 'fix': 'patch', 'perf': 'patch', 'revert': 'patch'}
ORDER = [None, 'patch', 'minor', 'major']


def level_of(message):
    title, _, body = message.strip().partition('\n')
    # The merge of a pull request on GitHub: its own title stands in the first line of the body.
    if re.match(r'Merge (pull request|branch|remote)', title):
        return None
    match = TITLE.match(title)
    if match is None:
        return 'patch' if re.match(r'Revert "', title) else None
    if match['bang']:
        return 'major'
    # A footer stands in the last paragraphs; what a bot quotes is not one.
    if match['type'].lower() not in ('chore', 'build', 'ci') and BREAKING.search(body):
        return 'major'
    return LEVELS.get(match['type'].lower())


def read_level(commits):
    """The highest level of commits, each a hash and a message. A commit and its revert among them cancel each other."""
    hashes = {sha for sha, _ in commits}
    undone = set()
    for sha, message in commits:
        for target in re.findall(r'This reverts commit ([0-9a-f]{7,40})', message):
            found = {other for other in hashes if other.startswith(target)}
            undone |= found | ({sha} if found else set())
    return max((level_of(message) for sha, message in commits if sha not in undone), key=ORDER.index, default=None)
