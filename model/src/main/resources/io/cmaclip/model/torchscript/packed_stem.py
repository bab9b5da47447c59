# The convolutional stem for serving on a CPU, with the same outputs: the batch norms and the division by the pixels' deviation are
# folded into the convolutions, ReLU is fused into them, and channels come last in memory, as oneDNN's kernels want them. Only for
# PyTorch builds with oneDNN, not for training. Letters in the shapes as in cma_clip.py.


class PackedImageEncoder(ConvolutionalImageEncoder):
  def prepare(self) -> int:
    self.stem.fold(255. * self.deviation)
    self.mean = 255. * self.mean
    weight = self.patch_weight.view([self.patch_weight.size(0), -1, self.patch, self.patch])        # M c side side
    self.patch_weight = weight.permute([0, 2, 3, 1]).flatten(1)                         # M (side * side * c)
    return self.transformer.prepare()

  # The border of the stem stays 0, which is why the mean is not folded.
  def standardise(self, pixels):                                                        # B 3 H W uint8 -> B 3 H W
    return pixels.to(6, False, False, 2) - self.mean

  # The order within a patch is that of the memory: channels last.
  def patches(self, x):                                                                 # B 3 H W -> B N (side * side * c)
    x = self.stem.forward(x).permute([0, 2, 3, 1])                                      # B h w c
    b, h, w, c = x.size()
    x = x.view([b, h // self.patch, self.patch, w // self.patch, self.patch * c])
    return x.transpose(2, 3).flatten(3).flatten(1, 2)


class PackedStem(ConvolutionStem):
  __parameters__ = []              # the weights are released once they are folded
  weights : List[Tensor]           # of the three convolutions, opaque
  biases : List[Tensor]
  size : List[int]                 # height and width of the images

  def fold(self, deviation) -> int:                                                     # 3 1 1, in levels
    self.add(self.conv1_weight / deviation, self.norm1_weight, self.norm1_bias, self.norm1_mean, self.norm1_variance)
    self.add(self.conv2_weight, self.norm2_weight, self.norm2_bias, self.norm2_mean, self.norm2_variance)
    self.add(self.conv3_weight, self.norm3_weight, self.norm3_bias, self.norm3_mean, self.norm3_variance)
    self.conv1_weight = self.conv1_weight.new_empty([0])
    self.conv2_weight = self.conv2_weight.new_empty([0])
    self.conv3_weight = self.conv3_weight.new_empty([0])
    return len(self.weights)

  def add(self, conv, weight, bias, mean, variance) -> int:
    factor = weight * torch.rsqrt(variance + 1e-05)                                     # out
    conv = (conv * factor.view([-1, 1, 1, 1])).contiguous(memory_format=2)              # out in 3 3
    # Without the size of the input, oneDNN brings the weights into another order in each call. Any number of images works.
    half = 1 << len(self.weights)
    input = [8, conv.size(1), self.size[0] // half, self.size[1] // half]
    self.weights.append(ops.mkldnn._reorder_convolution_weight(conv, [1, 1], [2, 2], [1, 1], 1, input))
    self.biases.append(bias - mean * factor)
    return len(self.weights)

  def forward(self, x):                                     # B 3 H W -> B 128 H/8 W/8
    for weight, bias in zip(self.weights, self.biases):
      x = ops.mkldnn._convolution_pointwise(
          x, weight, bias, [1, 1], [2, 2], [1, 1], 1, "relu", annotate(List[Optional[number]], []), "")
    return x
