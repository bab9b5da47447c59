# Other fusions with the same encoders and heads: `joint` computes c from all their tokens, one for all tasks (J = 1) or one per
# task (J = K). A missing modality is masked. Letters in the shapes as in cma_clip.py; R latents or ranks of a fusion.


class JointClip(WithoutModalityAttention):
  joint : Joint

  def fuse(self, image, text, has_image, has_text, length) -> Tuple[Tensor, Tensor]:
    image_weight = self.modality_wise_attention(self.pool_image(image), self.pool_text(text, length), has_image, has_text)
    c = self.joint.forward(image, text, has_image, has_text, length)                    # J B D
    return (c.expand([len(self.classes), -1, -1]), image_weight)                        # K B D, B K


# For fusions that also read the inputs of the encoders' transformers: tokens are E = D + M wide, the output of the encoder first.
class InputReadingClip(JointClip):
  def encode_image(self, pixels):                           # B 3 H W -> B P E
    x = self.image.embed(pixels)                                                        # B P M
    return torch.cat([self.image.project(self.image.transform(x)), x], 2)

  def encode_text(self, tokens):                            # B T -> B T E
    x = self.text.embed(tokens)                                                         # B T M
    return torch.cat([self.text.project(self.text.transform(x)), x], 2)

  def pool_image(self, image):                              # B P E -> B D
    return image.select(1, 0).slice(1, 0, self.hidden_weight.size(2))

  def pool_text(self, text, length):                        # B T E -> B D
    return at_end(text, length).slice(1, 0, self.hidden_weight.size(2))

  def no_image(self, listings: int):                        # B 1 E
    return self.hidden_weight.new_zeros([listings, 1, self.hidden_weight.size(2) + self.image.class_token.size(0)])

  def no_text(self, listings: int):                         # B 1 E
    return self.hidden_weight.new_zeros([listings, 1, self.hidden_weight.size(2) + self.text.token.size(1)])
