#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/kernels/convolution.h"

// Convolutions with fewer multiplications: Toom, "The complexity of a scheme of functional elements" (1963), for
// filters as Winograd, "Arithmetic Complexity of Computations" (1980), has it.
//
// The inputs of a tile of four results, and the weights, are the coefficients of polynomials. These are evaluated at a
// few points, which costs additions; there a product of polynomials is one of numbers; and what the products at all
// points say about the four results is again a matter of additions. Four results of r weights take r + 3 points and so
// many products in place of 4 * r.
//
// A longer kernel is cut into pieces of four weights. Piece j of a tile reads what piece 0 of the jth tile behind it
// reads. So at each point there is a plain convolution over tiles with as many taps as there are pieces, which is what
// the register-blocked kernel (tile-inl.h) computes. A dilation of d makes d sequences of every dth row, whose tiles
// take turns: the tiles of one sequence lie d apart, and the convolution over tiles is dilated by d itself.
namespace parlando::engine::kernels {

// Kernels of at least 3 taps over whole vectors of channels, enough of them that the products are most of the work.
MinimalFilter minimalFilter(const ConvolutionShape& shape);

// `weight` [out][in][kernel] as runFiltered() reads it.
Floats packAtPoints(const MinimalFilter& filter, const ConvolutionShape& shape, std::span<const float> weight);

// Convolution::run() for `weight`, as packAtPoints() packed it. `bias` is not null. `parts`
// is how many tasks the work is worth.
void runFiltered(WorkerPool& pool, const MinimalFilter& filter, const ConvolutionShape& shape,
                 std::span<const float> weight, const float* bias, const float* input, std::size_t inputStride,
                 std::size_t rows, const Output& output, std::size_t parts);

}  // namespace parlando::engine::kernels
