#!/usr/bin/env bash
# The tests drive a real browser, and a Spark cluster in Java. Where there is none and this is Debian with rights
# to install, install them.
set -euo pipefail
have() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
libraries() { ldconfig -p | grep -q libpango-1.0 && ldconfig -p | grep -q libpangoft2-1.0 && ldconfig -p | grep -q libharfbuzz-subset; }
if have && libraries && command -v xgettext >/dev/null && command -v pdfsig >/dev/null && command -v java >/dev/null; then exit 0; fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk gettext \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils default-jre-headless >/dev/null
else
  echo "Please install Chromium, Pango, gettext, poppler-utils and Java 17: the tests need them." >&2
fi
