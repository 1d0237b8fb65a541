import { ApiProperty } from '@nestjs/swagger';

export class CheckpointFactsDto {
  @ApiProperty({ type: String, enum: ['meterlog/checkpoint/1'] })
  form!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: 'integer', description: 'covers the first so many events of the record' })
  events!: number;

  @ApiProperty({ type: String, description: 'of the last event covered; opaque' })
  position!: string;

  @ApiProperty({ type: 'integer', description: 'streams that had events by then' })
  streams!: number;

  @ApiProperty({ type: String, description: 'Merkle root over the heads of the streams, hex' })
  root!: string;

  @ApiProperty({ type: String, nullable: true, description: 'hash of the checkpoint before, hex' })
  previous!: string | null;

  @ApiProperty({ type: String, description: 'SHA-256 of the public key, hex' })
  keyId!: string;
}

class SignedDto {
  @ApiProperty({ type: () => CheckpointFactsDto })
  checkpoint!: CheckpointFactsDto;

  @ApiProperty({ type: String, description: 'Ed25519, base64' })
  signature!: string;

  @ApiProperty({ type: String, description: 'SubjectPublicKeyInfo, DER, base64' })
  publicKey!: string;
}

export class CheckpointDto extends SignedDto {
  @ApiProperty({ type: 'integer', description: 'from 0' })
  number!: number;
}

export class MadeCheckpointDto {
  @ApiProperty({ type: Boolean, description: 'false: nothing had happened since this one' })
  created!: boolean;

  @ApiProperty({ type: () => CheckpointDto, nullable: true })
  checkpoint!: CheckpointDto | null;
}

class ProvenEventDto {
  @ApiProperty({ type: String })
  id!: string;

  @ApiProperty({ type: String })
  type!: string;

  @ApiProperty({ type: String, description: 'JSON text as stored' })
  data!: string;

  @ApiProperty({ type: String, description: 'JSON text as stored' })
  metadata!: string;
}

export class ProofDto extends SignedDto {
  @ApiProperty({ type: String, enum: ['meterlog/proof/1'] })
  form!: string;

  @ApiProperty({ type: String })
  stream!: string;

  @ApiProperty({ type: 'integer', description: 'place of the stream among all, by name' })
  index!: number;

  @ApiProperty({ type: [String], description: 'hashes from the leaf to the root, base64url' })
  path!: string[];

  @ApiProperty({ type: () => [ProvenEventDto] })
  events!: ProvenEventDto[];
}
