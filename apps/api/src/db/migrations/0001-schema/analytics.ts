/** Views for analytics (docs/operate/analytics.md). A call whose price is not known has no cost there, rather than a cost of 0. */
export const analytics = `
do $$ begin
  if to_regnamespace('analytics') is null then create schema analytics; end if;
end $$;

create view analytics.users as
select id as user_id, created_at, role::text as role, email_verified as is_email_verified, disabled_at is not null as is_disabled
from users;

create view analytics.model_calls as
select id as call_id, created_at, user_id, session_id, run_id, request_type::text as request_type,
  split_part(model_id, ':', 1) as provider, model_id,
  prompt_tokens, completion_tokens, prompt_tokens + completion_tokens as total_tokens, is_estimated,
  (case when is_priced then prompt_cost end)::numeric(24,12) as prompt_cost,
  (case when is_priced then completion_cost end)::numeric(24,12) as completion_cost,
  (case when is_priced then total_cost end)::numeric(24,12) as total_cost, duration_ms, time_to_first_token_ms, failed as is_failed, is_priced
from (select *, price_id is not null or greatest(prompt_tokens, completion_tokens) = 0 as is_priced from token_usages) as calls;

create view analytics.daily_usage as
select (created_at at time zone 'UTC')::date as day, user_id, provider, model_id,
  request_type, count(*) as calls, count(*) filter (where is_failed) as failed_calls,
  sum(prompt_tokens) as prompt_tokens, sum(completion_tokens) as completion_tokens, sum(total_cost) as total_cost,
  avg(duration_ms)::float8 as average_duration_ms, avg(time_to_first_token_ms)::float8 as average_time_to_first_token_ms,
  count(*) filter (where not is_priced) as unpriced_calls
from analytics.model_calls
group by 1, 2, 3, 4, 5;

create view analytics.runs as
select run.id as run_id, run.created_at, run.ended_at, run.owner_id as user_id, run.session_id, run.message_id,
  split_part(run.model_id, ':', 1) as provider, run.model_id, run.status::text as status, run.finish_reason, run.error_code,
  run.duration_ms, run.time_to_first_token_ms, usage.prompt_tokens, usage.completion_tokens, usage.is_estimated, usage.total_cost,
  (run.context->>'messageCount')::int as context_messages, (run.context->>'droppedMessageCount')::int as dropped_messages,
  (run.context->>'passageTokens')::int as passage_tokens,
  (select count(*) from citations where citations.message_id = run.message_id) as passages_given,
  (select count(*) from citations where citations.message_id = run.message_id and citations.is_cited) as passages_cited,
  (run.context->'summary'->>'messageCount')::int as summarised_messages, usage.is_priced
from runs run
left join analytics.model_calls usage on usage.run_id = run.id and usage.request_type = 'CHAT';

create view analytics.sessions as
select session.id as session_id, session.created_at, session.last_activity_at, session.owner_id as user_id,
  split_part(session.model_id, ':', 1) as provider, session.model_id, session.message_count,
  session.is_pinned, session.is_archived, session.deleted_at is not null as is_deleted,
  coalesce(usage.calls, 0) as calls, coalesce(usage.tokens, 0) as total_tokens,
  case when usage.calls = 0 then 0 else usage.cost end as total_cost, usage.unpriced_calls
from chat_sessions session
left join lateral (
  select count(*) as calls, sum(total_tokens) as tokens, sum(total_cost) as cost, count(*) filter (where not is_priced) as unpriced_calls
  from analytics.model_calls where model_calls.session_id = session.id
) usage on true;

create view analytics.feedback as
select feedback.id as feedback_id, feedback.created_at, feedback.user_id, feedback.message_id, run.id as run_id,
  split_part(run.model_id, ':', 1) as provider, run.model_id, feedback.rating::text as rating, feedback.stars,
  feedback.categories, feedback.text is not null as has_text, feedback.reported_issue is not null as has_issue, feedback.is_reviewed
from message_feedback feedback
left join runs run on run.message_id = feedback.message_id;

create view analytics.daily_satisfaction as
select (feedback.created_at at time zone 'UTC')::date as day, split_part(run.model_id, ':', 1) as provider, run.model_id,
  count(*) as answers_rated, count(*) filter (where rating = 'THUMBS_UP') as thumbs_up,
  count(*) filter (where rating = 'THUMBS_DOWN') as thumbs_down,
  (count(*) filter (where rating = 'THUMBS_UP'))::float8 / nullif(count(rating), 0) as satisfaction_rate,
  avg(stars)::float8 as average_stars
from message_feedback feedback
join runs run on run.message_id = feedback.message_id
group by 1, 2, 3;

create view analytics.documents as
select id as document_id, created_at, owner_id as user_id, collection_id, session_id, media_type, size_bytes,
  status::text as status, error_code, chunk_count, is_active
from documents;
`;
