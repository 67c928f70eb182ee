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

{{- define "nessie-backup.host" -}}
{{ required "database.host: say where Nessie's PostgreSQL is, such as nessie-postgres-rw" .Values.database.host }}
{{- end }}

{{/* The connection; parameters in alphabetical order, so that nothing changes by itself. */}}
{{- define "nessie-backup.jdbcUrl" -}}
{{- $database := .Values.database -}}
{{- $parameters := dict -}}
{{- if $database.authority.secret -}}
{{- $_ := set $parameters "sslmode" "verify-full" -}}
{{- $_ := set $parameters "sslrootcert" "/etc/nessie-backup/authority/ca.crt" -}}
{{- end -}}
{{- $pairs := list -}}
{{- range $name, $value := merge (dict) $database.parameters $parameters -}}
{{- $pairs = append $pairs (printf "%s=%s" $name ($value | toString | urlquery)) -}}
{{- end -}}
{{- printf "jdbc:postgresql://%s:%d/%s" (include "nessie-backup.host" .) (int $database.port) $database.name -}}
{{- if $pairs }}?{{ join "&" $pairs }}{{ end -}}
{{- end }}
