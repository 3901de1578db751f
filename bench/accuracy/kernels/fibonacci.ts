/** A Fibonacci number by calling itself: calls and little else. */
export function fibonacci(n: i32): i32 {
  if (n < 2) return n;
  return fibonacci(n - 1) + fibonacci(n - 2);
}
