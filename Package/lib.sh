# Sourced by the scripts of this folder, from the top of the repository.

version() { sed -n 's/.*static let current = "\(.*\)"/\1/p' Sources/BraidFiles/BraidVersion.swift; }

# Files that are the same whenever they are made: the date of the last commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

# Manual pages and completions of a program: documents PROGRAM FOLDER
documents() {
  Package/manual.py "$1" "$2/share/man/man1"
  gzip --no-name --best --force "$2"/share/man/man1/*.1
  mkdir -p "$2"/share/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
  "$1" --generate-completion-script bash >"$2/share/bash-completion/completions/braid"
  "$1" --generate-completion-script zsh >"$2/share/zsh/vendor-completions/_braid"
  "$1" --generate-completion-script fish >"$2/share/fish/vendor_completions.d/braid.fish"
}

# The models that come with Braid, with their licences: models FOLDER
models() {
  install -D -m 644 pipelines/english/english.braid "$1/english.braid"
  install -m 644 pipelines/english/LICENSE "$1/english.LICENSE"
}

# Licences of what the program has linked in: licences KIND FOLDER
licences() {
  mkdir -p "$2"
  cp LICENSE "$2/LICENSE"
  local tools
  tools=$(dirname "$(readlink -f "$(command -v swift)")")
  cp "$tools/../share/swift/LICENSE.txt" "$2/swift.txt"
  local checkout name
  for checkout in .build/checkouts/*; do
    name=$(basename "$checkout")
    cat "$checkout"/LICENSE* "$checkout"/NOTICE* >"$2/$name.txt" 2>/dev/null || true
    [[ -s $2/$name.txt ]] || rm -f "$2/$name.txt"
  done
  if [[ $1 == portable ]]; then
    for name in libicu-dev libxml2-dev zlib1g-dev liblzma-dev; do
      cp "/usr/share/doc/$name/copyright" "$2/$name.txt"
    done
  fi
}
