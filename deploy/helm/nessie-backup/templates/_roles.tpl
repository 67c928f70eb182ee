{{/* An account. Takes a dict: chart, suffix, namespace, annotations. */}}
{{- define "nessie-backup.account" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ printf "%s%s" (include "nessie-backup.name" .chart) .suffix | quote }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
# A token is mounted by the pods that need one only.
automountServiceAccountToken: false
{{- end }}

{{/* A Role and its binding to the account of the same name. Takes a dict: chart, suffix, rules, namespace. */}}
{{- define "nessie-backup.role" -}}
{{- $name := printf "%s%s" (include "nessie-backup.name" .chart) .suffix -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $name | quote }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name | quote }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $name | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ $name | quote }}
    namespace: {{ .namespace | quote }}
{{- end }}

{{/* Where accounts, roles and network policies of jobs are made: here, and where an operator looks after others. */}}
{{- define "nessie-backup.namespaces" -}}
{{- $namespaces := list .Release.Namespace -}}
{{- if .Values.operator.enabled -}}
{{- with without .Values.operator.watchNamespaces "*" -}}
{{- $namespaces = . -}}
{{- end -}}
{{- end -}}
{{- toJson $namespaces -}}
{{- end }}

{{/* Not empty if a service may ask the API server who somebody is. */}}
{{- define "nessie-backup.reviews" -}}
{{- if and (or .Values.service.enabled .Values.operator.enabled) (eq .Values.service.auth "kubernetes") -}}
true
{{- end -}}
{{- end }}

{{/* The Deployments and StatefulSets that a restore stops and starts, as JSON. */}}
{{- define "nessie-backup.workloads" -}}
{{- toJson (ternary .Values.nessie.workloads (list .Values.nessie.workload) (and .Values.operator.enabled (not (empty .Values.nessie.workloads)))) -}}
{{- end }}

{{/*
What both check and restore have to see. The workload is named to them, so they need not look for
it. Lists cannot be held to a name, and a pod's name is not known before it is there.
*/}}
{{- define "nessie-backup.seeing" -}}
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  resourceNames: {{ include "nessie-backup.workloads" . | fromJsonArray | toJson }}
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
    {{- range include "nessie-backup.workloads" . | fromJsonArray }}
    - nessie-backup-deployment-{{ . }}
    - nessie-backup-statefulset-{{ . }}
    {{- end }}
{{- end }}
