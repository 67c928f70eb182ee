{{/*
The name of all objects, as Helm's own charts make it: the release, and what it is if the release does
not say so. Kubernetes allows a CronJob 52 characters; the longest ending has 12.
*/}}
{{- define "nessie-backup.name" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- $release := contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) -}}
{{- .Values.fullnameOverride | default $release | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "nessie-backup.claim" -}}
{{ .Values.vault.claim.name | default (include "nessie-backup.name" .) }}
{{- end }}

{{/* Labels of all objects. The runbook finds jobs, pods and logs by the first one. */}}
{{- define "nessie-backup.labels" -}}
{{ include "nessie-backup.selector" . }}
app.kubernetes.io/part-of: nessie
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end }}

{{- define "nessie-backup.selector" -}}
app.kubernetes.io/name: nessie-backup
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* By these network policies find pods: those of all catalogs, where an operator makes them. */}}
{{- define "nessie-backup.podsOfAll" -}}
{{- if .Values.operator.enabled -}}
app.kubernetes.io/name: nessie-backup
{{- else -}}
{{- include "nessie-backup.selector" . -}}
{{- end -}}
{{- end }}

{{- define "nessie-backup.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if .Values.image.digest -}}
{{ printf "%s:%s@%s" .Values.image.repository $tag .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository $tag }}
{{- end -}}
{{- end }}

{{- define "nessie-backup.vault" -}}
{{ .Values.vault.uri | default (printf "%s/%s" .Values.vault.claim.mountPath .Values.vault.claim.folder) }}
{{- end }}

{{/* What resources say, where there is an operator. Said here, it would be said to nobody. */}}
{{- define "nessie-backup.refusals" -}}
{{- if .Values.operator.enabled }}
{{- range $value, $given := dict "database.host" .Values.database.host "database.password.secret" .Values.database.password.secret "suspend" .Values.suspend "service.enabled" .Values.service.enabled "drill.enabled" .Values.drill.enabled "verifyFiles.enabled" .Values.verifyFiles.enabled "release.enabled" .Values.release.enabled }}
{{- if $given }}{{- fail (printf "%s: with operator.enabled each NessieCatalog says it, and this chart is not asked: leave it out here" $value) }}{{ end }}
{{- end }}
{{- range $value, $given := dict "vault.uri" .Values.vault.uri "keys.recipients" .Values.keys.recipients }}
{{- if $given }}{{- fail (printf "%s: with operator.enabled each NessieVault says it, and this chart is not asked: leave it out here" $value) }}{{ end }}
{{- end }}
{{- if .Values.restore.enabled }}{{- fail "restore.enabled: with operator.enabled a NessieRestore is made, planned and approved in place of that" }}{{ end }}
{{- end }}
{{- end }}

{{- define "nessie-backup.host" -}}
{{- include "nessie-backup.refusals" . -}}
{{ required "database.host: say where Nessie's PostgreSQL is, such as nessie-postgres-rw" .Values.database.host }}
{{- end }}

{{/* A plain value. A number of a file is a floating one to Helm, which would write a great one as 1e+06. */}}
{{- define "nessie-backup.text" -}}
{{- if kindIs "float64" . -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- end }}

{{/* The connection; parameters in alphabetical order, so that nothing changes by itself. */}}
{{- define "nessie-backup.jdbcUrl" -}}
{{- $database := .Values.database -}}
{{- $server := printf "jdbc:postgresql://%s:%d/%s" (include "nessie-backup.host" .) (int $database.port) $database.name -}}
{{- include "nessie-backup.url" (dict "server" $server "database" $database "authority" "/etc/nessie-backup/authority/ca.crt") -}}
{{- end }}

{{/* That of the replica, without a login. */}}
{{- define "nessie-backup.replicaUrl" -}}
{{- $replica := .Values.service.replica -}}
{{- $host := required "service.replica.host: say where the replica's server is" $replica.host -}}
{{- $host = ternary (printf "[%s]" $host) $host (and (contains ":" $host) (not (hasPrefix "[" $host))) -}}
{{- $server := printf "jdbc:postgresql://%s:%d/%s" $host (int $replica.port) $replica.database -}}
{{- include "nessie-backup.url" (dict "server" $server "database" $replica "authority" "/etc/nessie-backup/replica-authority/ca.crt") -}}
{{- end }}

{{- define "nessie-backup.url" -}}
{{- $parameters := dict -}}
{{- if .database.authority.secret -}}
{{- $_ := set $parameters "sslmode" "verify-full" -}}
{{- $_ := set $parameters "sslrootcert" .authority -}}
{{- end -}}
{{- $pairs := list -}}
{{- range $name, $value := merge (dict) .database.parameters $parameters -}}
{{- $pairs = append $pairs (printf "%s=%s" $name (include "nessie-backup.text" $value | urlquery)) -}}
{{- end -}}
{{- .server -}}
{{- if $pairs }}?{{ join "&" $pairs }}{{ end -}}
{{- end }}
