//! Sets of numbers and what they are called: each set once, one behind the other in one list.

/// Sets by number; set 0 is the empty one.
#[derive(Debug)]
pub(super) struct Sets {
    members: Vec<u32>,
    /// By set: where its members end; they begin where those of the set before end.
    ends: Vec<u32>,
    /// Open addressing by a hash of the members; `FREE` is nobody's.
    table: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Default for Sets {
    fn default() -> Self {
        let mut out = Self { members: Vec::new(), ends: Vec::new(), table: vec![FREE; 1 << 10] };
        out.add(&[]);
        out
    }
}

impl Sets {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn members(&self, set: u32) -> &[u32] {
        let start = (set as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start as usize..self.ends[set as usize] as usize]
    }

    /// The number of a set, if it was added.
    pub(super) fn find(&self, members: &[u32]) -> Option<u32> {
        let at = self.table[self.place(members)];
        (at != FREE).then_some(at)
    }

    /// Adds a set that was not found.
    pub(super) fn add(&mut self, members: &[u32]) -> u32 {
        if self.len() * 2 >= self.table.len() {
            self.table = vec![FREE; self.table.len() * 2];
            for set in 0..self.len() as u32 {
                let place = self.place(self.members(set));
                self.table[place] = set;
            }
        }
        let set = self.len() as u32;
        let place = self.place(members);
        self.table[place] = set;
        self.members.extend(members);
        self.ends.push(self.members.len() as u32);
        set
    }

    /// Where in the table a set stands, or would stand.
    fn place(&self, members: &[u32]) -> usize {
        let mask = self.table.len() - 1;
        let mut at = hash(members) & mask;
        while self.table[at] != FREE && self.members(self.table[at]) != members {
            at = (at + 1) & mask;
        }
        at
    }
}

fn hash(members: &[u32]) -> usize {
    let mix = |hash: u64, member: &u32| (hash.rotate_left(5) ^ u64::from(*member)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = members.iter().fold(members.len() as u64, mix);
    (mixed ^ mixed >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_is_kept_once() {
        let mut sets = Sets::default();
        let made: Vec<Vec<u32>> = (0..3000u32).map(|n| (n..n + n % 7).collect()).collect();
        let number = |sets: &mut Sets, set: &[u32]| sets.find(set).unwrap_or_else(|| sets.add(set));
        let numbers: Vec<u32> = made.iter().map(|set| number(&mut sets, set)).collect();
        for (set, n) in made.iter().zip(numbers) {
            assert_eq!(sets.find(set), Some(n));
            assert_eq!(sets.members(n), &**set);
        }
        assert_eq!(sets.find(&[]), Some(0));
        assert_eq!(sets.find(&[1, 3]), None);
    }
}
