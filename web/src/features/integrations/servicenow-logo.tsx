interface Props {
  readonly size?: number
}

/** A plain mark of our own for the tool, readable in both schemes; not the company's logo. */
export function ServiceNowLogo({ size = 44 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 44 44" aria-hidden focusable="false">
      <rect width="44" height="44" rx="10" fill="#0b3d2e" />
      <path
        d="M22 10a13 13 0 0 0-9 22.4c.9.9 2.3.9 3.3.2a9.6 9.6 0 0 1 11.4 0c1 .7 2.4.7 3.3-.2A13 13 0 0 0 22 10Zm0 19.3a6.4 6.4 0 1 1 0-12.8 6.4 6.4 0 0 1 0 12.8Z"
        fill="#7fe3a6"
      />
    </svg>
  )
}
