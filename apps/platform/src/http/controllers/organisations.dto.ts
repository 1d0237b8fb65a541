import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, InstantField, PatternField, TextField } from '#contract/dto/rules/fields.js';
import { PLATFORM_FUNCTION_GROUPS, type PlatformFunctionGroup } from '#security';
import { A_PRINCIPAL_NAME, PRINCIPAL_NAME } from '../access/principal-name.js';

const NameField = (example: string, optional = false): PropertyDecorator => PatternField(PRINCIPAL_NAME, A_PRINCIPAL_NAME, { example, optional });
const ReasonField = (example: string): PropertyDecorator => TextField(1_000, { description: 'stands in the record', example });

export class NewOrganisationDto {
  @NameField('grid-north')
  organisation!: string;

  @TextField(200, { example: 'Grid North B.V.' })
  name!: string;

  @ChoiceField(PLATFORM_FUNCTION_GROUPS, { description: 'ADMIN administers organisations, limits and authorisations of all', example: 'USER' })
  functionGroup!: PlatformFunctionGroup;
}

export class OrganisationReasonDto {
  @ReasonField('contract ended')
  reason!: string;
}

export class NewApplicationDto {
  @NameField('mdm')
  application!: string;
}

export class NewUserDto {
  @NameField('anna')
  user!: string;

  @TextField(200, { optional: true, example: 'Anna Andersson' })
  name?: string;
}

export class NewApiKeyDto {
  @NameField('mdm', true)
  application?: string;

  @NameField('anna', true)
  user?: string;

  @InstantField({ optional: true, description: 'the key opens nothing from then on', example: '2027-12-31T00:00:00Z' })
  expiresAt?: string;
}

/** Only the API documentation reads the ones below. */
export class ApiKeyDto {
  @ApiProperty({ type: String, format: 'uuid' })
  keyId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'whose key it is: an application, or else a user' })
  application!: string | null;

  @ApiProperty({ type: String, nullable: true })
  user!: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  issuedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt!: string | null;
}

export class IssuedApiKeyDto {
  @ApiProperty({ type: String, format: 'uuid' })
  keyId!: string;

  @ApiProperty({ type: String, description: 'shown this once: only its hash is kept' })
  apiKey!: string;
}

export class OrganisationUserDto {
  @ApiProperty({ type: String })
  user!: string;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;
}

export class OrganisationDto {
  @ApiProperty({ type: String })
  organisation!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ enum: [...PLATFORM_FUNCTION_GROUPS] })
  functionGroup!: PlatformFunctionGroup;

  @ApiProperty({ type: Boolean })
  enabled!: boolean;

  @ApiProperty({ type: [String] })
  applications!: string[];

  @ApiProperty({ type: [OrganisationUserDto] })
  users!: OrganisationUserDto[];
}

export class OrganisationListDto {
  @ApiProperty({ type: [OrganisationDto] })
  items!: OrganisationDto[];
}

export class ApiKeyListDto {
  @ApiProperty({ type: [ApiKeyDto] })
  items!: ApiKeyDto[];
}
