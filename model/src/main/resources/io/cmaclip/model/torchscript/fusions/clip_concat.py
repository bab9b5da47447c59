# One layer over the concatenated embeddings, then the heads' MLPs (late fusion; CS224N report, section 3).
class ClipConcat(Module):
  weight : Tensor                  # D 2D
  bias : Tensor                    # D

  def forward(self, image, text, has_image, has_text, length):
    i = present(image.select(1, 0), has_image)                                          # B D
    t = present(at_end(text, length), has_text)                                         # B D
    c = torch.relu(torch.linear(torch.cat([i, t], 1), self.weight, self.bias))          # B D
    return c.unsqueeze(0)                                                               # 1 B D
