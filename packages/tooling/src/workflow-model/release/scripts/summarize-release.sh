{
  printf '### ✓ %s %s %s\n\n' "$DONE" "$NAME" "$VERSION"
  printf '| Channel | Result |\n|---|---|\n'
  printf '| PyPI | %s |\n' "$PYPI"
  printf '| GitHub Packages | %s |\n' "$PACKAGES"
  # A project without an image has no row for one.
  if [ -n "$IMAGE" ]; then printf '| Container image | %s |\n' "$IMAGE"; fi
  printf '| GitHub Release | %s |\n' "$RELEASE"
} >> "$GITHUB_STEP_SUMMARY"
