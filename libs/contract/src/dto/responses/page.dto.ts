import { ApiProperty } from '@nestjs/swagger';

/** The documentation's class of a page of items. */
export function pageOf(item: new () => object): new () => object {
  class PageDto {
    @ApiProperty({ type: () => [item] })
    items!: object[];

    @ApiProperty({ type: String, nullable: true, description: 'cursor of the next page (`after`); null at the end' })
    next!: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: `${item.name.replace(/Dto$/, '')}PageDto` });
  return PageDto;
}
