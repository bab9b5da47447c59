# Sum of CLIP's embeddings, normalised to length 1 as in CLIP's comparison (Radford et al., 2021, section 3.1.2).
class ClipSum(Module):
  def forward(self, image, text, has_image, has_text, length):
    i = present(normalize(image.select(1, 0)), has_image)                               # B D
    t = present(normalize(at_end(text, length)), has_text)                              # B D
    return (i + t).unsqueeze(0)                                                         # 1 B D
