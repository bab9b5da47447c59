# The paper's model without its attentions (table 6 of the paper), and the encoders alone. Letters in the shapes as in
# cma_clip.py.


# The same weights for every task.
class WithoutModalityAttention(CmaClip):
  image_share : float              # weight of the image when both are present: 0.5; 1 or 0 for image or text alone

  def modality_wise_attention(self, image, text, has_image, has_text):                  # B K
    weight = has_image.to(image.dtype).masked_fill(torch.logical_and(has_image, has_text), self.image_share)  # B
    return weight.unsqueeze(1).expand([-1, len(self.classes)])                          # B K


# Outputs of the encoders at class token and end-of-text; 0 for a modality that is not used.
class WithoutAttention(WithoutModalityAttention):
  def sequence_wise_attention(self, image, text, has_image, has_text, length) -> Tuple[Tensor, Tensor]:
    image = self.pool_image(image)                                                      # B D
    text = self.pool_text(text, length)                                                 # B D
    if self.image_share == 0.:
      image = torch.zeros_like(image)
    if self.image_share == 1.:
      text = torch.zeros_like(text)
    return (image, text)
