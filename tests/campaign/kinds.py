"""All kinds of mutation, gathered."""

from tests.campaign import bytewise, content, data, drawings, layout, objects, structure, tex
from tests.campaign.mutation import KINDS

__all__ = ["KINDS", "bytewise", "content", "data", "drawings", "layout", "objects", "structure", "tex"]
