import type { handleUnaryCall } from '@grpc/grpc-js';
import { unary, type Report } from '../wire/calls.js';
import { gossipPb, type sharedPb } from '../wire/generated.js';
import type { Incoming } from '../wire/incoming.js';
import { structuredUuid } from '../wire/uuids.js';

export interface Member {
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

function clusterInfo({ id, host, port }: Member): gossipPb.ClusterInfo {
  const member = new gossipPb.MemberInfo()
    .setInstanceId(structuredUuid(id))
    .setTimeStamp(`${Date.now()}0000`)
    .setState(gossipPb.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossipPb.EndPoint().setAddress(host).setPort(port));
  return new gossipPb.ClusterInfo().setMembersList([member]);
}

/** A cluster of one. Answered without credentials. */
export const gossipHandler = (self: () => Member, report: Report): handleUnaryCall<Incoming<sharedPb.Empty>, gossipPb.ClusterInfo> =>
  unary(async () => clusterInfo(self()), report);
