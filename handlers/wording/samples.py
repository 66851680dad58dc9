"""A filled sample dossier, field by field, for an invented person."""

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from knowledge.guidance import Sample, SampleField

INVENTED = "Người trong mẫu không có thật. Anh/chị điền thông tin của mình."
NO_FORM = "Thủ tục này không có tờ khai. Anh/chị nói với cán bộ tại quầy:"
WHICH_SAMPLE = "Anh/chị muốn xem mẫu đã điền của việc nào ạ?"
NO_SAMPLE = "Thủ tục này em chưa có mẫu đã điền sẵn ạ."


def sample(found: Sample) -> list[Block]:
    """The whole sample: each form's fields, then what lies beside them in the folder."""
    blocks: list[Block] = [Heading(found.title), Paragraph(INVENTED)]
    for form in found.forms:
        blocks.append(Heading(form.form))
        blocks += [_field(one) for one in form.fields]
    if found.said:
        blocks.append(Paragraph(NO_FORM))
        blocks += [_field(one) for one in found.said]
    if found.bring:
        blocks.append(Paragraph("Trong bộ hồ sơ còn có:"))
        blocks += [Item(text) for text in found.bring]
    return blocks


def _field(field: SampleField) -> Block:
    hint = f" ({field.hint})" if field.hint else ""
    return Fact(field.label, f"{field.value}{hint}")
