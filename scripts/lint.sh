#!/usr/bin/env bash
# Checks the rules of the house style that a program can check. Silent without findings; each finding is one line.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-dependencies.sh lint

found=0
complain() {
    echo "$*"
    found=1
}

swift_folders=()
for folder in Sources Tests sql Benchmarks; do
    if [[ -n $(find "$folder" -name '*.swift' -print -quit) ]]; then swift_folders+=("$folder"); fi
done
swift format lint --strict --parallel --recursive Package.swift "${swift_folders[@]}" || found=1

# Tracked and new files, without ignored and deleted ones.
mapfile -t files < <(git ls-files --cached --others --exclude-standard |
    while read -r file; do if [[ -f $file ]]; then echo "$file"; fi; done)
swift_files=()
shell_files=()
for file in "${files[@]}"; do
    case $file in
        *.swift) swift_files+=("$file") ;;
        *.sh | .ci/run) shell_files+=("$file") ;;
    esac
    case $file in
        Tests/Fixtures/*) ;; # stored by programs, not written by people
        *.swift | *.sql | *.sh | *.h)
            lines=$(wc -l <"$file")
            if [[ $lines -gt 500 ]]; then complain "$file: $lines lines; the limit is 500"; fi
            ;;
    esac
done

shellcheck --external-sources --source-path SCRIPTDIR "${shell_files[@]}" || found=1

# Forbids a pattern in code; comments may contain it.
forbid() {
    local pattern=$1 reason=$2 hits
    hits=$(grep --line-number --with-filename --extended-regexp "$pattern" "${swift_files[@]}" |
        grep --invert-match --extended-regexp '^[^:]+:[0-9]+:[[:space:]]*//' || true)
    if [[ -n $hits ]]; then complain "$hits"$'\n'"  ^ $reason"; fi
}
forbid '(^|[^[:alnum:]_])try\?' "an error must be handled or passed on, never dropped (style 16)"
forbid 'catch[[:space:]]*\{[[:space:]]*\}' "an empty catch drops an error (style 16)"
forbid '(^|[^[:alnum:]_])fatalError\(' "input must not end the process; use preconditionFailure for a broken invariant"

# @unchecked Sendable and nonisolated(unsafe) need a SAFETY comment within three lines.
for file in "${swift_files[@]}"; do
    hits=$(awk -v file="$file" '
        /SAFETY:/ { safe[NR] = 1 }
        /@unchecked Sendable|nonisolated\(unsafe\)/ && !/^[[:space:]]*\/\// { unsafe[NR] = 1 }
        END {
            for (line in unsafe) {
                explained = 0
                for (near = line - 3; near <= line + 3; near++) if (near in safe) explained = 1
                if (!explained) print file ":" line ": no // SAFETY: line (style 25)"
            }
        }' "$file")
    if [[ -n $hits ]]; then complain "$hits"; fi
done

exit $found
