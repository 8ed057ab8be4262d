import { remove } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { gone, type EnterpriseCall, type EnterpriseOperation } from '../call.ts';
import { no } from '../errors.ts';
import { FREE, offsetPage } from '../paging.ts';
import { INSTANCE_JOBS, type InstanceJob } from '../records.ts';

/** Work of the project that takes time. */
export const jobOperations: readonly EnterpriseOperation[] = [
  { method: 'GET', path: '{project}/jobs', handle: listJobs },
  { method: 'GET', path: '{project}/jobs/{job}', handle: (call) => json(200, encodeJob(jobOf(call))) },
  {
    method: 'DELETE',
    path: '{project}/jobs/{job}',
    handle: deleteJob,
  },
];

/** Only the record goes, so not before the work is done. */
async function deleteJob(call: EnterpriseCall): Promise<Reply> {
  const { id, status } = jobOf(call);
  if (status === 'Running') throw no('wrongState');
  await call.world.database.write(remove(INSTANCE_JOBS, '', id));
  return empty(204);
}

function encodeJob(job: InstanceJob): Record<string, unknown> {
  return {
    id: job.id,
    instance_id: job.instanceId,
    resource_id: job.resourceId,
    resource_name: job.resourceName,
    type: job.type,
    status: job.status,
    reason: job.reason,
    created_at: job.createdAt,
    updated_at: job.updatedAt,
  };
}

function jobsOf({ world, projectId }: EnterpriseCall): readonly InstanceJob[] {
  return world.database.all(INSTANCE_JOBS, '').filter((job) => job.projectId === projectId);
}

function jobOf(call: EnterpriseCall): InstanceJob {
  const job = jobsOf(call).find(({ id }) => id === call.params['job']);
  if (job === undefined) throw gone(call);
  return job;
}

function listJobs(call: EnterpriseCall): Reply {
  const status = call.query.get('status') ?? '';
  const jobs = jobsOf(call).filter((job) => status === '' || job.status === status);
  return json(200, { jobs: offsetPage(jobs, call.query, FREE).map(encodeJob), total: jobs.length });
}
