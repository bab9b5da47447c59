# Image and text in one transformer of width W with a class token. Input: the encoders' outputs (clip-transformer); the image
# encoder's outputs and the word embeddings (MMBT: Kiela et al., 2019, section 3: image features projected as tokens); or patches
# and word embeddings (one-stream, the architecture of ViLT, Kim et al., 2021, section 3.1, and similar models).
class SingleStream(Module):
  class_token : Tensor             # W
  modality : Tensor                # 2 W
  image_weight : Tensor            # W D or W M; no rows when the image already has width W
  image_bias : Tensor
  text_weight : Tensor             # likewise
  text_bias : Tensor
  transformer : Transformer
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  out_weight : Tensor              # D W; no rows when W = D
  out_bias : Tensor
  patches : bool                   # input: patches instead of the image encoder's outputs
  words : bool                     # input: word embeddings instead of the text encoder's outputs
  width : int                      # D
  epsilon : float

  def forward(self, image, text, has_image, has_text, length):
    image = part(image, self.width, self.patches)                                       # B P D or M
    text = part(text, self.width, self.words)                                           # B T D or M
    image = project(image, self.image_weight, self.image_bias)                          # B P W
    text = project(text, self.text_weight, self.text_bias)                              # B T W
    first = self.class_token.expand([image.size(0), 1, -1])                             # B 1 W
    x = torch.cat([first, image + self.modality[0], text + self.modality[1]], 1)        # B 1+S W
    seen = visible(image.size(1), text.size(1), has_image, has_text, length)            # B S
    seen = torch.cat([torch.ones_like(seen.slice(1, 0, 1)), seen], 1)                   # B 1+S
    wanted = torch.zeros_like(length).unsqueeze(1)                                      # B 1
    x = self.transformer.forward(x, seen.unsqueeze(1).unsqueeze(1), wanted)             # B 1 W
    x = norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return project(x, self.out_weight, self.out_bias).transpose(0, 1)                   # 1 B D


def part(x, width: int, behind: bool):                                                  # B S E -> B S D, or the rest
  if behind:
    return x.slice(2, width)
  return x.slice(2, 0, width)

def project(x, weight, bias):                                                           # to another width, if there are weights
  if weight.size(0) == 0:
    return x
  return torch.linear(x, weight, bias)
