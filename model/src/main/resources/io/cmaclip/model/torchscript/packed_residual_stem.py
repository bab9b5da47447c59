# The residual stem for serving on a CPU, folded and fused like the stem of packed_stem.py: a block is three convolutions, the last
# of which adds the skip connection and applies ReLU. Letters in the shapes as in cma_clip.py.


class PackedResidualStem(ResidualStem):
  weights : List[Tensor]           # of all convolutions, opaque
  biases : List[Tensor]
  strides : List[int]              # of the blocks
  size : List[int]                 # height and width of the images

  def fold(self, deviation) -> int:                                                     # 3 1 1, in levels
    return self.fold_three(deviation)

  def fold_three(self, deviation) -> int:
    self.first.conv_weight = self.first.conv_weight / deviation
    self.add(self.first, 2, 1)
    part = self.add_block(self.block1, 2)
    part = self.add_block(self.block2, part)
    return self.add_block(self.block3, part)

  # part: pixels of the image between two neighbours in the input of the block. Returns that of its output.
  def add_block(self, block: ResidualBlock, part: int) -> int:
    self.strides.append(block.stride)
    self.add(block.first, block.stride, part)
    self.add(block.skip, block.stride, part)
    self.add(block.second, 1, block.stride * part)
    return block.stride * part

  def add(self, c: PackedConvolution, stride: int, part: int) -> int:
    factor = c.norm_weight * torch.rsqrt(c.norm_variance + 1e-05)                       # C
    weight = (c.conv_weight * factor.view([-1, 1, 1, 1])).contiguous(memory_format=2)
    border = weight.size(2) // 2
    input = [8, weight.size(1), self.size[0] // part, self.size[1] // part]
    self.weights.append(ops.mkldnn._reorder_convolution_weight(weight, [border, border], [stride, stride], [1, 1], 1, input))
    self.biases.append(c.norm_bias - c.norm_mean * factor)
    c.conv_weight = c.conv_weight.new_empty([0])
    return len(self.weights)

  def forward(self, x):                                     # B 3 H W -> B C H/16 W/16
    x = self.step(x, 0, 2, 1, "relu")
    for block in range(len(self.strides)):
      first = 1 + 3 * block
      skip = self.step(x, first + 1, self.strides[block], 0, "none")
      y = self.step(x, first, self.strides[block], 1, "relu")
      x = ops.mkldnn._convolution_pointwise_(
          skip, y, self.weights[first + 2], self.biases[first + 2], [1, 1], [1, 1], [1, 1], 1,
          "add", None, "relu", annotate(List[Optional[number]], []), None)
    return x

  def step(self, x, index: int, stride: int, border: int, activation: str):
    return ops.mkldnn._convolution_pointwise(
        x, self.weights[index], self.biases[index], [border, border], [stride, stride], [1, 1], 1, activation,
        annotate(List[Optional[number]], []), "")


class PackedLargeResidualStem(PackedResidualStem):
  block4 : ResidualBlock

  def fold(self, deviation) -> int:                                                     # 3 1 1, in levels
    return self.add_block(self.block4, self.fold_three(deviation))


class PackedConvolution(Convolution):
  __parameters__ = []              # the weight is released once it is folded
