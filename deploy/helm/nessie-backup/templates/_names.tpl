{{- define "nessie-backup.name" -}}
{{ .Values.fullnameOverride | default "nessie-backup" }}
{{- end }}

{{/* Labels of all objects. The runbook finds jobs, pods and logs by the first one. */}}
{{- define "nessie-backup.labels" -}}
{{ include "nessie-backup.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end }}

{{- define "nessie-backup.selector" -}}
app.kubernetes.io/name: nessie-backup
app.kubernetes.io/instance: {{ include "nessie-backup.name" . | quote }}
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
{{- printf "jdbc:postgresql://%s:%d/%s" $database.host (int $database.port) $database.name -}}
{{- if $pairs }}?{{ join "&" $pairs }}{{ end -}}
{{- end }}
