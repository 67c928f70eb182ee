{{/* A Role and its binding to the account of the same name. Takes a dict: chart, suffix, rules. */}}
{{- define "nessie-backup.role" -}}
{{- $name := printf "%s%s" (include "nessie-backup.name" .chart) .suffix -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $name }}
  namespace: {{ .chart.Release.Namespace }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name }}
  namespace: {{ .chart.Release.Namespace }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ $name }}
    namespace: {{ .chart.Release.Namespace }}
{{- end }}

{{/* What both check and restore have to see. Lists cannot be held to a name. */}}
{{- define "nessie-backup.seeing" -}}
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [list, watch]
- apiGroups: [apps]
  resources: [deployments, statefulsets, deployments/scale, statefulsets/scale]
  resourceNames: [{{ .Values.nessie.workload }}]
  verbs: [get]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [pods/log, pods/proxy]
  verbs: [get]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list]
- apiGroups: [batch]
  resources: [cronjobs, jobs]
  verbs: [get, list]
{{- end }}
