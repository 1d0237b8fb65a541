import type { ChannelData } from '../../definitions/data.js';
import { IntegerField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class ChannelDataDto {
  @IntegerField(1, 4, { description: 'M-Bus channel of the gateway meter' })
  channel!: number;
}

export const channelData = objectData(ChannelDataDto, ({ channel }): ChannelData => ({ channel }), { channel: 1 });
