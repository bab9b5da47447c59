# For small images: three 3x3 convolutions of stride 2 with batch norm before the patches, as "Early convolutions help
# transformers see better" (Xiao et al., 2021). Letters in the shapes as in cma_clip.py.


class ConvolutionalImageEncoder(ImageEncoder):
  stem : ConvolutionStem

  def patches(self, x):
    return patches(self.stem.forward(x), self.patch)

  def running_statistics(self) -> List[Tensor]:
    return self.stem.running_statistics()

  def freeze(self, frozen: bool) -> bool:
    self.transformer.freeze(frozen)
    return self.stem.freeze(frozen)


class ConvolutionStem(Module):
  __buffers__ = ["norm1_mean", "norm1_variance", "norm2_mean", "norm2_variance", "norm3_mean", "norm3_variance"]
  conv1_weight : Tensor            # 32 3 3 3
  norm1_weight : Tensor
  norm1_bias : Tensor
  norm1_mean : Tensor
  norm1_variance : Tensor
  conv2_weight : Tensor            # 64 32 3 3
  norm2_weight : Tensor
  norm2_bias : Tensor
  norm2_mean : Tensor
  norm2_variance : Tensor
  conv3_weight : Tensor            # 128 64 3 3
  norm3_weight : Tensor
  norm3_bias : Tensor
  norm3_mean : Tensor
  norm3_variance : Tensor
  frozen : bool

  def forward(self, x):                                     # B 3 H W
    x = self.step(x, self.conv1_weight, self.norm1_weight, self.norm1_bias, self.norm1_mean, self.norm1_variance)      # B 32 H/2 W/2
    x = self.step(x, self.conv2_weight, self.norm2_weight, self.norm2_bias, self.norm2_mean, self.norm2_variance)      # B 64 H/4 W/4
    return self.step(x, self.conv3_weight, self.norm3_weight, self.norm3_bias, self.norm3_mean, self.norm3_variance)   # B 128 H/8 W/8

  def step(self, x, conv, weight, bias, mean, variance):
    x = torch.conv2d(x, conv, None, [2, 2], [1, 1], [1, 1], 1)
    return torch.relu(torch.batch_norm(x, weight, bias, mean, variance, self.training and not self.frozen, 0.1, 1e-05, False))

  def running_statistics(self) -> List[Tensor]:
    return [self.norm1_mean, self.norm1_variance, self.norm2_mean, self.norm2_variance, self.norm3_mean, self.norm3_variance]

  def freeze(self, frozen: bool) -> bool:
    self.frozen = frozen
    return frozen
