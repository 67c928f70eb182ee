{{/* A Role and its binding to the account of the same name. Takes a dict: chart, suffix, rules. */}}
{{- define "nessie-backup.role" -}}
{{- $name := printf "%s%s" (include "nessie-backup.name" .chart) .suffix -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $name | quote }}
  namespace: {{ .chart.Release.Namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name | quote }}
  namespace: {{ .chart.Release.Namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $name | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ $name | quote }}
    namespace: {{ .chart.Release.Namespace | quote }}
{{- end }}

{{/*
What both check and restore have to see. The workload is named to them, so they need not look for
it. Lists cannot be held to a name, and a pod's name is not known before it is there.
*/}}
{{- define "nessie-backup.seeing" -}}
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  resourceNames: [{{ .Values.nessie.workload | quote }}]
  verbs: [get]
- apiGroups: [""]
  resources: [pods, services]
  verbs: [list]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [list]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list]
- apiGroups: [batch]
  resources: [cronjobs, jobs]
  verbs: [list]
{{- end }}

{{/* The leases that keep two at work on the workload apart. */}}
{{- define "nessie-backup.leases" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames:
    - nessie-backup-deployment-{{ .Values.nessie.workload }}
    - nessie-backup-statefulset-{{ .Values.nessie.workload }}
{{- end }}
