{{/*
One scheduled command. Takes a dict:
  chart      the root of all values
  kind       the command's kind, which is also its label
  job        its section of the values
  arguments  of the command
  suffix     of the name; none for the nightly backup
  suspend    true: never starts by itself
  by         who keeps its schedule then
  and what nessie-backup.pod takes
*/}}
{{- define "nessie-backup.cronJob" -}}
{{- $values := .chart.Values -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ printf "%s%s" (include "nessie-backup.name" .chart) (.suffix | default "") | quote }}
  namespace: {{ .chart.Release.Namespace | quote }}
  labels:
    {{- include "nessie-backup.labels" .chart | nindent 4 }}
    app.kubernetes.io/component: {{ .kind | quote }}
  {{- with .by }}
  annotations:
    # Tells the check why it is suspended.
    nessie-backup.org/scheduled-by: {{ . | quote }}
  {{- end }}
spec:
  schedule: {{ .job.schedule | default "@yearly" | quote }}
  timeZone: {{ $values.timeZone | quote }}
  {{- if or .suspend $values.suspend }}
  suspend: true
  {{- end }}
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {{ int $values.jobs.startingDeadline }}
  successfulJobsHistoryLimit: {{ int $values.jobs.successfulJobsHistoryLimit }}
  failedJobsHistoryLimit: {{ int $values.jobs.failedJobsHistoryLimit }}
  jobTemplate:
    metadata:
      labels:
        {{- include "nessie-backup.labels" .chart | nindent 8 }}
        app.kubernetes.io/component: {{ .kind | quote }}
    spec:
      {{- include "nessie-backup.job" . | nindent 6 }}
{{- end }}

{{/* What a Job does; takes what nessie-backup.pod takes, and shards: true if several pods share its work. */}}
{{- define "nessie-backup.job" -}}
{{- $backoff := hasKey .job "backoffLimit" | ternary .job.backoffLimit .chart.Values.jobs.backoffLimit -}}
{{- if .shards -}}
completionMode: Indexed
completions: {{ int .job.shards }}
parallelism: {{ ternary 1 (min (int .job.parallelism) (int .job.shards)) (not (empty (include "nessie-backup.volumeOfOnePod" .chart))) }}
backoffLimitPerIndex: {{ int $backoff }}
{{- else -}}
backoffLimit: {{ int $backoff }}
{{- end }}
activeDeadlineSeconds: {{ int .job.deadline }}
ttlSecondsAfterFinished: {{ int .chart.Values.jobs.ttlAfterFinished }}
podFailurePolicy:
  rules:
    # A node that is drained is no failure.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
          # Before 1.32 it has to be said.
          status: "True"
    # Usage, damage, no vault, a missing key, a guarded target, stale: trying again changes nothing.
    - action: {{ ternary "FailIndex" "FailJob" (not (empty .shards)) }}
      onExitCodes:
        containerName: nessie-backup
        operator: In
        values: [2, 3, 10, 12, 13, 14]
template:
  metadata:
    labels:
      {{- include "nessie-backup.labels" .chart | nindent 6 }}
      app.kubernetes.io/component: {{ .kind | quote }}
      {{- with .chart.Values.pod.labels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with .chart.Values.pod.annotations }}
    annotations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    {{- include "nessie-backup.pod" . | nindent 4 }}
{{- end }}

{{/*
A pod that runs one command. Takes a dict with, besides chart, kind, job and arguments:
  api       the name's suffix of the account that may use the API; none: no token is mounted
  database  true: reaches the database
  hostKey   true: signs
  identity  true: decrypts
  readOnly  true: changes nothing in the vault
  restart   true: started again whenever it ends
  variables the Secret and its keys that become variables of the same names
  container, mounts, volumes   more of the container, and what is mounted besides
  nessie    a Nessie that it starts itself: the image it is copied from, and the folder there
*/}}
{{- define "nessie-backup.pod" -}}
{{- $values := .chart.Values -}}
serviceAccountName: {{ printf "%s%s" (include "nessie-backup.name" .chart) (.api | default "") | quote }}
automountServiceAccountToken: {{ not (empty .api) }}
# Variables for each Service of the namespace would be taken for settings.
enableServiceLinks: false
{{- if .restart }}
restartPolicy: Always
{{- else }}
restartPolicy: Never
{{- end }}
terminationGracePeriodSeconds: {{ int $values.pod.terminationGracePeriod }}
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- with $values.pod.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
securityContext:
  {{- toYaml $values.pod.securityContext | nindent 2 }}
{{- with $values.pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.pod.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- include "nessie-backup.placement" .chart }}
{{- if and .nessie .nessie.image }}
initContainers:
  # Takes the program out of its image. It is run by our Java, beside the copy of the catalog.
  - name: nessie
    image: {{ .nessie.image | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy | quote }}
    command: [cp, -R, {{ printf "%s/." (trimSuffix "/" .nessie.folder) | quote }}, /nessie]
    resources:
      {{- toYaml $values.pod.resources | nindent 6 }}
    securityContext:
      {{- include "nessie-backup.containerSecurity" . | nindent 6 }}
    volumeMounts:
      - name: nessie
        mountPath: /nessie
{{- end }}
containers:
  - name: nessie-backup
    image: {{ include "nessie-backup.image" .chart | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy | quote }}
    args:
      {{- range .arguments }}
      - {{ . | toString | quote }}
      {{- end }}
      {{- range .job.arguments }}
      - {{ . | toString | quote }}
      {{- end }}
    envFrom:
      - configMapRef:
          name: {{ include "nessie-backup.name" .chart | quote }}
    {{- with include "nessie-backup.environment" . }}
    env:
      {{- . | trim | nindent 6 }}
    {{- end }}
    {{- with .container }}
    {{- . | trim | nindent 4 }}
    {{- end }}
    resources:
      {{- toYaml (.job.resources | default $values.pod.resources) | nindent 6 }}
    securityContext:
      {{- include "nessie-backup.containerSecurity" . | nindent 6 }}
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: FallbackToLogsOnError
    volumeMounts:
      {{- include "nessie-backup.mounts" . | nindent 6 }}
volumes:
  {{- include "nessie-backup.volumes" . | nindent 2 }}
{{- end }}

{{/* What no container may do. */}}
{{- define "nessie-backup.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where pods run: together, where the volume is on one node only; else spread. */}}
{{- define "nessie-backup.placement" -}}
{{- $values := .Values }}
{{- if $values.pod.affinity }}
affinity:
  {{- toYaml $values.pod.affinity | nindent 2 }}
{{- else if $values.vault.uri }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "nessie-backup.selector" . | nindent 8 }}
{{- else if eq $values.vault.claim.accessMode "ReadWriteOnce" }}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "nessie-backup.selector" . | nindent 12 }}
{{- end }}
{{- end }}

{{/* Not empty if a second pod may find the vault's volume taken: by another pod, or on another node. */}}
{{- define "nessie-backup.volumeOfOnePod" -}}
{{- $mode := .Values.vault.claim.accessMode -}}
{{- if not .Values.vault.uri -}}
{{- if or (eq $mode "ReadWriteOncePod") (and (eq $mode "ReadWriteOnce") .Values.pod.affinity) -}}
true
{{- end -}}
{{- end -}}
{{- end }}

{{/* What one kind of job is told beyond the common settings: files with secrets, addresses that are. */}}
{{- define "nessie-backup.environment" -}}
{{- $values := .chart.Values -}}
{{- if .database }}
- name: NESSIE_BACKUP_PASSWORD_FILE
  value: /etc/nessie-backup/database/password
{{- end }}
{{- if .user }}
- name: NESSIE_BACKUP_USER
  value: {{ .user | quote }}
{{- end }}
{{- if has .kind (list "backup" "incremental") }}
# By these a backup knows whether its schedule has started it, or a person.
- name: NESSIE_BACKUP_CRON_JOB
  value: {{ printf "%s%s" (include "nessie-backup.name" .chart) (.suffix | default "") | quote }}
- name: NESSIE_BACKUP_JOB
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/job-name']
{{- end }}
{{- if .shards }}
# All pods of the Job belong to one check, and those of another Job of the same name to another.
- name: NESSIE_BACKUP_VERIFY__RUN
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/controller-uid']
{{- end }}
{{- if .hostKey }}
- name: NESSIE_BACKUP_HOST_KEY
  value: /etc/nessie-backup/host-key/host-key.pem
{{- end }}
{{- if .identity }}
- name: NESSIE_BACKUP_IDENTITY
  value: /etc/nessie-backup/identity/identity.txt
{{- end }}
{{- if $values.vault.credentials.secret }}
{{- range $values.vault.credentials.keys }}
- name: {{ . | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ $values.vault.credentials.secret | quote }}
      key: {{ . | quote }}
{{- end }}
{{- end }}
{{- with .variables }}
{{- if .secret }}
{{- $secret := .secret }}
{{- range .keys }}
- name: {{ . | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret | quote }}
      key: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- with $values.monitoring.notify }}
{{- if .secret }}
- name: NESSIE_BACKUP_NOTIFY
  valueFrom:
    secretKeyRef:
      name: {{ .secret | quote }}
      key: {{ .key | quote }}
{{- end }}
{{- end }}
{{- $kind := .kind }}
{{- with $values.monitoring.heartbeat }}
{{- if and .secret (has $kind .jobs) }}
- name: NESSIE_BACKUP_HEARTBEAT
  valueFrom:
    secretKeyRef:
      name: {{ .secret | quote }}
      key: {{ .key | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "nessie-backup.mounts" -}}
{{- $values := .chart.Values -}}
- name: tmp
  mountPath: /tmp
{{- if and .nessie .nessie.image }}
- name: nessie
  mountPath: /nessie
  readOnly: true
{{- end }}
{{- if not $values.vault.uri }}
- name: vault
  mountPath: {{ $values.vault.claim.mountPath | quote }}
  {{- if .readOnly }}
  readOnly: true
  {{- end }}
{{- end }}
{{- if .database }}
- name: database
  mountPath: /etc/nessie-backup/database
  readOnly: true
{{- if $values.database.authority.secret }}
- name: authority
  mountPath: /etc/nessie-backup/authority
  readOnly: true
{{- end }}
{{- end }}
{{- if .hostKey }}
- name: host-key
  mountPath: /etc/nessie-backup/host-key
  readOnly: true
{{- end }}
{{- if .identity }}
- name: identity
  mountPath: /etc/nessie-backup/identity
  readOnly: true
{{- end }}
{{- with .mounts }}
{{ . | trim }}
{{- end }}
{{- with $values.pod.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "nessie-backup.volumes" -}}
{{- $values := .chart.Values -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .job.temporarySize | default $values.pod.temporarySize | quote }}
{{- if and .nessie .nessie.image }}
- name: nessie
  emptyDir:
    sizeLimit: 1Gi
{{- end }}
{{- if not $values.vault.uri }}
- name: vault
  persistentVolumeClaim:
    claimName: {{ include "nessie-backup.claim" .chart | quote }}
{{- end }}
{{- if .database }}
{{- $_ := include "nessie-backup.host" .chart }}
{{- $_ := required "database.password.secret: name the Secret with the role's password" $values.database.password.secret }}
{{ include "nessie-backup.secretVolume" (dict "name" "database" "secret" (.password | default $values.database.password) "path" "password") }}
{{- if $values.database.authority.secret }}
{{ include "nessie-backup.secretVolume" (dict "name" "authority" "secret" $values.database.authority "path" "ca.crt") }}
{{- end }}
{{- end }}
{{- if .hostKey }}
{{ include "nessie-backup.secretVolume" (dict "name" "host-key" "secret" $values.keys.hostKey "path" "host-key.pem") }}
{{- end }}
{{- if .identity }}
{{ include "nessie-backup.secretVolume" (dict "name" "identity" "secret" $values.keys.identity "path" "identity.txt") }}
{{- end }}
{{- with .volumes }}
{{ . | trim }}
{{- end }}
{{- with $values.pod.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* One key of a Secret as a file that only the job's user and group can read. */}}
{{- define "nessie-backup.secretVolume" -}}
- name: {{ .name | quote }}
  secret:
    secretName: {{ .secret.secret | quote }}
    defaultMode: 0440
    items:
      - key: {{ .secret.key | quote }}
        path: {{ .path | quote }}
{{- end }}

{{/* Host keys that are trusted, as arguments. */}}
{{- define "nessie-backup.trusted" -}}
{{- $arguments := list -}}
{{- range .Values.keys.trusted -}}
{{- $arguments = concat $arguments (list "--trusted-key" .) -}}
{{- end -}}
{{- toJson $arguments -}}
{{- end }}
