const composite = memory.data(65536);

/** How many primes there are below `limit`, at most 65,536: the sieve of Eratosthenes. */
export function sieve(limit: i32): i32 {
  memory.fill(composite, 0, limit);
  let primes = 0;
  for (let number = 2; number < limit; number++) {
    if (load<u8>(composite + number)) continue;
    primes++;
    for (let multiple = number * 2; multiple < limit; multiple += number) store<u8>(composite + multiple, 1);
  }
  return primes;
}
