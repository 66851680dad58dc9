"""A filled sample dossier, field by field, for an invented person."""

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from knowledge.guidance import Sample

INVENTED = "Người trong mẫu không có thật. Anh/chị điền thông tin của mình."


def sample(found: Sample) -> list[Block]:
    """The whole sample: each form's fields, then what lies beside them in the folder."""
    blocks: list[Block] = [Heading(found.title), Paragraph(INVENTED)]
    for form in found.forms:
        blocks.append(Heading(form.form))
        for field in form.fields:
            hint = f" ({field.hint})" if field.hint else ""
            blocks.append(Fact(field.label, f"{field.value}{hint}"))
    if found.bring:
        blocks.append(Paragraph("Trong bộ hồ sơ còn có:"))
        blocks += [Item(text) for text in found.bring]
    return blocks
