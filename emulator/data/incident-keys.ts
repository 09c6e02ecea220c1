/** The 92 keys of an incident in the order recorded on the wire; it is the same in every record. */
export const INCIDENT_KEYS: readonly string[] = `
  parent made_sla caused_by watch_list upon_reject sys_updated_on child_incidents hold_reason
  origin_table task_effective_number approval_history number resolved_by sys_updated_by opened_by
  user_input sys_created_on sys_domain state route_reason sys_created_by knowledge order calendar_stc
  closed_at cmdb_ci delivery_plan contract impact active work_notes_list business_service
  business_impact priority sys_domain_path rfc time_worked expected_start opened_at business_duration
  group_list work_end caller_id reopened_time resolved_at approval_set subcategory work_notes
  universal_request short_description close_code correlation_display delivery_task work_start
  assignment_group additional_assignee_list business_stc cause description origin_id calendar_duration
  close_notes notify service_offering sys_class_name closed_by follow_up parent_incident sys_id
  contact_type reopened_by incident_state urgency problem_id company reassignment_count activity_due
  assigned_to severity comments approval sla_due comments_and_work_notes due_date sys_mod_count
  reopen_count sys_tags escalation upon_approval correlation_id location category`
  .trim()
  .split(/\s+/)
