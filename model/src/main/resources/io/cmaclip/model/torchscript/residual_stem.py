# For small images: a 3x3 convolution of stride 2, then residual blocks (He et al., "Deep residual learning", 2016)
# before the patches. Each convolution has a batch norm. Letters in the shapes as in cma_clip.py.


class ResidualStem(Module):
  first : Convolution
  block1 : ResidualBlock
  block2 : ResidualBlock
  block3 : ResidualBlock

  def forward(self, x):                                     # B 3 H W -> B 192 H/16 W/16
    return self.three_blocks(x)

  # The strides are those of the blocks: 2 each here.
  def three_blocks(self, x):                                # B 3 H W
    x = x.contiguous(memory_format=2)                       # channels last: convolutions of a CPU are faster, in training too
    x = torch.relu(self.first.forward(x, 2))                # B 32 H/2 W/2
    x = self.block1.forward(x)                              # B 48 H/4 W/4
    x = self.block2.forward(x)                              # B 96 H/8 W/8
    return self.block3.forward(x)                           # B 192 H/16 W/16

  def running_statistics(self) -> List[Tensor]:
    return self.three_statistics()

  def three_statistics(self) -> List[Tensor]:
    x = self.first.running_statistics()
    x.extend(self.block1.running_statistics())
    x.extend(self.block2.running_statistics())
    x.extend(self.block3.running_statistics())
    return x

  def freeze(self, frozen: bool) -> bool:
    return self.freeze_three(frozen)

  def freeze_three(self, frozen: bool) -> bool:
    self.first.freeze(frozen)
    self.block1.freeze(frozen)
    self.block2.freeze(frozen)
    return self.block3.freeze(frozen)


# One block more, and the first keeps the resolution: 48 channels at H/2 W/2, then 96, 160, 256.
class LargeResidualStem(ResidualStem):
  block4 : ResidualBlock

  def forward(self, x):                                     # B 3 H W -> B 256 H/16 W/16
    return self.block4.forward(self.three_blocks(x))

  def running_statistics(self) -> List[Tensor]:
    x = self.three_statistics()
    x.extend(self.block4.running_statistics())
    return x

  def freeze(self, frozen: bool) -> bool:
    self.freeze_three(frozen)
    return self.block4.freeze(frozen)


class ResidualBlock(Module):
  stride : int
  first : Convolution
  second : Convolution
  skip : Convolution

  def forward(self, x):                                     # B c h w -> B C h/stride w/stride
    y = torch.relu(self.first.forward(x, self.stride))
    return torch.relu(self.second.forward(y, 1) + self.skip.forward(x, self.stride))

  def running_statistics(self) -> List[Tensor]:
    x = self.first.running_statistics()
    x.extend(self.second.running_statistics())
    x.extend(self.skip.running_statistics())
    return x

  def freeze(self, frozen: bool) -> bool:
    self.first.freeze(frozen)
    self.second.freeze(frozen)
    return self.skip.freeze(frozen)


# A convolution without bias, followed by its batch norm.
class Convolution(Module):
  __buffers__ = ["norm_mean", "norm_variance"]
  conv_weight : Tensor             # C c side side
  norm_weight : Tensor             # C
  norm_bias : Tensor
  norm_mean : Tensor
  norm_variance : Tensor
  frozen : bool

  def forward(self, x, stride: int):                        # B c h w -> B C h/stride w/stride
    border = self.conv_weight.size(2) // 2
    x = torch.conv2d(x, self.conv_weight, None, [stride, stride], [border, border], [1, 1], 1)
    training = self.training and not self.frozen
    return torch.batch_norm(x, self.norm_weight, self.norm_bias, self.norm_mean, self.norm_variance, training, 0.1, 1e-05, False)

  def running_statistics(self) -> List[Tensor]:
    return [self.norm_mean, self.norm_variance]

  def freeze(self, frozen: bool) -> bool:
    self.frozen = frozen
    return frozen
