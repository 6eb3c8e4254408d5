/* The rate of byte products with operands in registers only: what no kernel can pass. */
#include <immintrin.h>
#include <stdint.h>

int has_vnni(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni");
}

/* 16 independent sums, so that none waits; 2,048 operations a round. */
__attribute__((target("avx512f,avx512vnni")))
int32_t peak(int64_t rounds) {
    __m512i sums[16], row = _mm512_set1_epi8(3), query = _mm512_set1_epi8(5);
    for (int i = 0; i < 16; i++) sums[i] = _mm512_set1_epi32(i);
    for (int64_t r = 0; r < rounds; r++) {
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) sums[i] = _mm512_dpbusd_epi32(sums[i], row, query);
        __asm__ volatile("" : "+v"(row), "+v"(query));
    }
    for (int i = 1; i < 16; i++) sums[0] = _mm512_add_epi32(sums[0], sums[i]);
    return _mm512_reduce_add_epi32(sums[0]);
}
