# The title attends to the image; c is the output at end-of-text. With cross-attention alone: text queries, image keys and values
# (CS224N report, section 3). With causal self-attention before it in each layer: the multimodal decoder of CoCa (Yu et al., 2022,
# section 3.2), whose unimodal part is the text encoder and whose contrastive loss is added to the tasks' losses.
class TextDecoder(Module):
  nothing_said : Tensor            # D      query without a title
  decoder : Decoder
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float

  def forward(self, image, text, has_image, has_text, length):
    x = torch.where(has_text.unsqueeze(1).unsqueeze(2), text, self.nothing_said)        # B T D
    mask = has_image.unsqueeze(1).expand([-1, image.size(1)])                           # B P
    x = self.decoder.forward(x, image, mask)                                            # B T D
    end = end_of_text(length).masked_fill(torch.logical_not(has_text), 0)               # B
    x = take(x, end.unsqueeze(1))                                                       # B 1 D
    x = norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return x.transpose(0, 1)                                                            # 1 B D
