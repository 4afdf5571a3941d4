# The result of a job, what it reported, and what holds when it did not run.
state() {
  case "$1" in
    success) printf '✓ %s' "${2:-done}" ;;
    failure) printf '✕ %s' "${2:-failed}" ;;
    *) printf '– %s' "$3" ;;
  esac
}
{
  if [ "$REF_TYPE" = tag ]; then
    printf '### ✕ %s is not fully released\n\n' "$REF"
  else
    printf '### ✕ The release did not start\n\n'
  fi
  printf '%s\n' "$JOBS" | while read -r job result; do
    if [ "$result" = failure ]; then printf '`%s` failed. ' "$job"; fi
  done
  printf '[See how to fix it](%s), then choose **Re-run failed jobs**. ' "$RUN"
  printf 'What exists already is verified and left alone.\n'
  if [ "$REF_TYPE" = tag ]; then
    printf '\n| Channel | Now |\n|---|---|\n'
    printf '| %s | %s |\n' "$INDEX" "$(state "$PYPI" "$PYPI_MARKDOWN" "$PYPI_SKIPPED")"
    # A release without these channels does not set their variables.
    if [ -n "${PACKAGES+set}" ]; then
      printf '| GitHub Packages | %s |\n' "$(state "$PACKAGES" "$PACKAGES_MARKDOWN" 'nothing published')"
    fi
    if [ -n "${IMAGE+set}" ]; then
      printf '| Container image | %s |\n' "$(state "$IMAGE" "$IMAGE_MARKDOWN" 'no image')"
    fi
    printf '| GitHub Release | %s |\n' "$(state "$RELEASE" "$RELEASE_MARKDOWN" "$RELEASE_SKIPPED")"
  fi
} >> "$GITHUB_STEP_SUMMARY"
