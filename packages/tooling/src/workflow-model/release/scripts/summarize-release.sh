{
  printf '### ✓ %s %s %s\n\n' "$DONE" "$NAME" "$VERSION"
  printf '| Channel | Result |\n|---|---|\n'
  printf '| %s | %s |\n' "$INDEX" "$PYPI"
  # A release without a channel has no row for it.
  if [ -n "$PACKAGES" ]; then printf '| GitHub Packages | %s |\n' "$PACKAGES"; fi
  if [ -n "$IMAGE" ]; then printf '| Container image | %s |\n' "$IMAGE"; fi
  printf '| GitHub Release | %s |\n' "$RELEASE"
  if [ -n "$VERIFIED" ]; then printf '\n%s.\n' "$VERIFIED"; fi
} >> "$GITHUB_STEP_SUMMARY"
