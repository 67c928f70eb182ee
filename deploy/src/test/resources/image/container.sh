#!/bin/sh
# Runs the program as a container of the image does: the layout at its place, all that is there
# read-only, /tmp empty, one folder to write to; as uid 10000 without any privilege.
#
#   container.sh LAYOUT VAULT SECRETS WORD…
#
# Needs root, for mounts that nobody else sees. The environment is passed on, but for HOME.
set -eu
# shellcheck disable=SC2016
exec unshare --mount --propagation private -- /bin/sh -euc '
  mount -t tmpfs -o mode=755 none /opt
  mount -t tmpfs -o mode=755 none /mnt
  mkdir /opt/nessie-backup /mnt/backup /mnt/secrets
  mount --bind "$1" /opt/nessie-backup
  mount --bind "$2" /mnt/backup
  mount --bind "$3" /mnt/secrets
  shift 3
  mount -t tmpfs -o mode=1777 none /tmp
  # The name server of a cluster knows the Services.
  echo "127.0.0.1 localhost nessie.data-platform.svc" > /mnt/hosts
  mount --bind /mnt/hosts /etc/hosts
  # As the Dockerfile names the user, which the throw-away PostgreSQL of a drill wants to know.
  { cat /etc/passwd; echo "nessie-backup:x:10000:10001::/tmp:/usr/sbin/nologin"; } > /mnt/passwd
  mount --bind /mnt/passwd /etc/passwd
  for place in / /opt /mnt /opt/nessie-backup /mnt/secrets; do
    mount -o remount,bind,ro "$place"
  done
  cd /
  unset HOME
  exec setpriv --reuid 10000 --regid 10001 --clear-groups --no-new-privs \
    --inh-caps=-all --bounding-set=-all "$@"
' container "$@"
