"""All kinds of mutation, gathered."""

from tests.campaign import content, data, drawings, layout, objects, structure, tex
from tests.campaign.mutation import KINDS

__all__ = ["KINDS", "content", "data", "drawings", "layout", "objects", "structure", "tex"]
